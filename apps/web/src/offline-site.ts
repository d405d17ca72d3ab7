// Asks the browser to keep the site itself, once nothing more urgent is on the way. Not while developing, where every
// reload should show the newest source; and not on plain http from another machine, where browsers do not offer it.

export function keepSiteOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  if (document.readyState === 'complete') register()
  else addEventListener('load', register, { once: true })
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): {
    createScriptURL(address: string): unknown
  }
}

function register(): void {
  const address = '/service-worker.js'
  // The server's policy lets no text become a script's address; a constant may.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory }
  const policy = trustedTypes?.createPolicy('stet-site', { createScriptURL: () => address })
  // A TrustedScriptURL is handed on as it is; the DOM's types only know texts.
  const worker = (policy?.createScriptURL('') ?? address) as string
  // Refused (a private window, a full disk): the site works as before, only not without a network.
  navigator.serviceWorker.register(worker).catch(() => {})
}
