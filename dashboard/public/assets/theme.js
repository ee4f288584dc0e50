// Runs before the first paint, so that a chosen theme never flashes the other one. `frame/preferences.ts` writes it.
try {
  const { theme } = JSON.parse(localStorage.getItem('pavior:preferences') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked: the system's theme it is.
}
