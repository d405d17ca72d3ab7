// Asks the browser to keep the site itself, once nothing more urgent is on the way. Not while developing, where every
// reload should show the newest source; and not on plain http from another machine, where browsers do not offer it.

export function keepSiteOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  if (document.readyState === 'complete') register()
  else addEventListener('load', register, { once: true })
}

function register(): void {
  // Refused (a private window, a full disk): the site works as before, only not without a network.
  navigator.serviceWorker.register('/service-worker.js').catch(() => {})
}
