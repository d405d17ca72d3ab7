// The one door to the library's chunk.

export async function loadHomePage() {
  const { HomePage } = await import('./home.tsx')
  return HomePage
}
