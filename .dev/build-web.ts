// Vitest set-up: tests of the whole product serve the built web app, never a development server.
import { ensureWebBuilt } from './setup.mjs'

export default function setup(): void {
  ensureWebBuilt()
}
