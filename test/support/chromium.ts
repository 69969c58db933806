// Browser tests run in an installed Chromium; without one, Debian's is installed when that is allowed, and
// otherwise the run fails saying exactly what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export function findChromium(): string | null {
  return PLACES.find((path) => path !== '' && existsSync(path)) ?? null
}

export function installChromium(): void {
  const root = process.getuid?.() === 0
  const apt = spawnSync('apt-get', ['--version']).status === 0
  if (root && apt) {
    console.log('安装 Chromium… · Installing Chromium…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  if (findChromium() !== null) return
  console.error(
    '缺少 Chromium:请安装 chromium 和 fonts-noto-cjk(Debian:apt-get install chromium fonts-noto-cjk),或设置 CHROMIUM_PATH\n' +
      'Chromium is missing. Install chromium and fonts-noto-cjk (Debian: apt-get install chromium fonts-noto-cjk), or set CHROMIUM_PATH.',
  )
  process.exit(1)
}
