// Runs before the first paint, so that a remembered theme never flashes the other one. A file of its own, because the
// server's Content-Security-Policy allows no inline script. src/theme.ts owns the key and everything after this moment.
try {
  const theme = localStorage.getItem('stet.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked here: the system's theme stands.
}
