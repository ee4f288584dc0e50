import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import './ui/floating.css'
import './ui/state.css'
import './ui/field.css'
import './ui/document.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from 'preact'
import { Screens } from './frame/screens.tsx'
import { client } from './live/client.ts'

const root = document.getElementById('app')
if (root)
  render(
    // No style elements at run time: the Content-Security-Policy would refuse them.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Screens />
      </QueryClientProvider>
    </CSPProvider>,
    root,
  )
