import { render } from 'preact'
import { App } from './app.tsx'
import { createChat } from './chat.ts'
import { meetPage } from './page.ts'
import { languageOf, textsFor } from './texts/texts.ts'

const page = await meetPage()
const language = languageOf(page.hello.locale ?? navigator.language)
const texts = textsFor(language)
document.documentElement.lang = /^de\b/i.test(language) ? 'de' : 'en'
render(<App chat={createChat(page, texts, language)} texts={texts} language={language} />, document.body)
