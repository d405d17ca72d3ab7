// A fresh page for every measurement, in one of two browsers: one that paints as often as it can (its times are work, not
// waiting for the screen), and one with a screen of 60 Hz (where frames can be dropped).
import { chromium } from 'playwright-core'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { buildPage } from './build-page.ts'
import type { BuiltPage } from './build-page.ts'
import type { OpenOptions } from './page/page.ts'

const launchArguments = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
const unlimitedFrames = ['--disable-frame-rate-limit', '--disable-gpu-vsync']
/** An isolated page has a clock of 5 µs instead of 100. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}
const address = 'http://bench.localhost/'

export interface OpenPage {
  readonly page: Page
  readonly openMs: number
  /** Milliseconds of work of the main thread since the last call, script, style, layout and paint together. */
  mainThreadMs(): Promise<number>
  close(): Promise<void>
}

export type Screen = 'unlimited' | '60 Hz'

export class Lab {
  readonly #built: BuiltPage
  readonly #browsers: Readonly<Record<Screen, Browser>>

  private constructor(built: BuiltPage, browsers: Readonly<Record<Screen, Browser>>) {
    this.#built = built
    this.#browsers = browsers
  }

  static async start(executablePath: string): Promise<Lab> {
    const built = await buildPage()
    const launch = (args: readonly string[]): Promise<Browser> =>
      chromium.launch({ executablePath, args: [...launchArguments, ...args] })
    return new Lab(built, { unlimited: await launch(unlimitedFrames), '60 Hz': await launch([]) })
  }

  get browserVersion(): string {
    return this.#browsers.unlimited.version()
  }

  async open(screen: Screen, options: OpenOptions): Promise<OpenPage> {
    const context = await this.#browsers[screen].newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(120_000)
    page.on('pageerror', (error) => {
      throw error
    })
    await page.route(`${address}**`, (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', headers: isolation, body: this.#built.script })
        : route.fulfill({ contentType: 'text/html', headers: isolation, body: this.#built.html }),
    )
    await page.goto(address)
    const openMs = await page.evaluate((how) => stetBench.open(how), options)
    const metrics = await context.newCDPSession(page)
    await metrics.send('Performance.enable')
    let before = await taskMs(metrics)
    return {
      page,
      openMs,
      mainThreadMs: async () => {
        const now = await taskMs(metrics)
        const spent = now - before
        before = now
        return spent
      },
      close: () => context.close(),
    }
  }

  async stop(): Promise<void> {
    for (const browser of Object.values(this.#browsers)) await browser.close()
  }
}

async function taskMs(metrics: CDPSession): Promise<number> {
  const { metrics: values } = await metrics.send('Performance.getMetrics')
  return (values.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
}
