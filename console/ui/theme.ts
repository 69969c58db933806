// The look: a workshop. Quiet neutral surfaces, one deep mill-water teal, colour only where it means
// something. One palette feeds both antd's tokens and our own stylesheet (as --mr-* properties).
import { theme as antd, type ThemeConfig } from 'antd'
import { useSyncExternalStore } from 'react'
import { usePreference } from './preferences.ts'

export interface Palette {
  readonly bg: string
  readonly surface: string
  readonly sunken: string
  readonly hover: string
  readonly line: string
  readonly lineStrong: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly accent: string
  readonly accentSoft: string
  readonly onAccent: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly info: string
  readonly goodSoft: string
  readonly warnSoft: string
  readonly badSoft: string
  readonly infoSoft: string
}

// Text colours hold 4.5:1 on `surface`, `bg` and their own soft ground; a browser test measures it.
export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    bg: '#f3f4f3',
    surface: '#ffffff',
    sunken: '#f8f9f8',
    hover: '#eef3f2',
    line: '#e1e5e3',
    lineStrong: '#c6cdca',
    ink: '#17201f',
    ink2: '#46524f',
    ink3: '#626e6b',
    accent: '#0b6b6f',
    accentSoft: '#dff0ee',
    onAccent: '#ffffff',
    good: '#1d7038',
    warn: '#8c5200',
    bad: '#b3261e',
    info: '#2a5db0',
    goodSoft: '#e2f3e5',
    warnSoft: '#fdefd3',
    badSoft: '#fce4e1',
    infoSoft: '#e3ecfa',
  },
  dark: {
    bg: '#111615',
    surface: '#181e1d',
    sunken: '#141a19',
    hover: '#222b29',
    line: '#2b3432',
    lineStrong: '#45514e',
    ink: '#e7ecea',
    ink2: '#b9c3c0',
    ink3: '#93a09c',
    accent: '#4db8b3',
    accentSoft: '#173835',
    onAccent: '#06201f',
    good: '#6cc784',
    warn: '#e2ab55',
    bad: '#f28b82',
    info: '#8ab4f8',
    goodSoft: '#183222',
    warnSoft: '#3a2c12',
    badSoft: '#43211e',
    infoSoft: '#1b2d49',
  },
}

/** System fonts with the Chinese ones named, so that Windows does not fall back to SimSun. */
export const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

export type Shade = 'light' | 'dark'

const darkQuery = matchMedia('(prefers-color-scheme: dark)')

export function useShade(): Shade {
  const chosen = usePreference('theme')
  const system = useSyncExternalStore(
    (listener) => {
      darkQuery.addEventListener('change', listener)
      return () => darkQuery.removeEventListener('change', listener)
    },
    () => darkQuery.matches,
  )
  return chosen === 'system' ? (system ? 'dark' : 'light') : chosen
}

/** Write the palette where the stylesheet reads it. Called before the first paint and on change. */
export function paint(shade: Shade): void {
  const root = document.documentElement
  root.dataset['shade'] = shade
  root.style.colorScheme = shade
  for (const [name, value] of Object.entries(PALETTES[shade])) {
    root.style.setProperty(`--mr-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value)
  }
}

export function antdTheme(shade: Shade): ThemeConfig {
  const p = PALETTES[shade]
  return {
    algorithm: shade === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    // Classes without a hash: one console per page, and smaller style text.
    hashed: false,
    token: {
      // People who asked their system for less motion get none.
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: FONT,
      fontSize: 13,
      borderRadius: 4,
      controlHeight: 30,
      controlHeightSM: 24,
      controlHeightLG: 38,
      colorPrimary: p.accent,
      colorInfo: p.info,
      colorSuccess: p.good,
      colorWarning: p.warn,
      colorError: p.bad,
      colorInfoBg: p.infoSoft,
      colorSuccessBg: p.goodSoft,
      colorWarningBg: p.warnSoft,
      colorErrorBg: p.badSoft,
      colorLink: p.accent,
      colorText: p.ink,
      colorTextSecondary: p.ink2,
      colorTextTertiary: p.ink3,
      colorTextDescription: p.ink3,
      colorTextPlaceholder: p.ink3,
      colorBgLayout: p.bg,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorTextLightSolid: p.onAccent,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      wireframe: false,
    },
    components: {
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 2px' },
      Drawer: { paddingLG: 16 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Tabs: { horizontalItemPadding: '8px 0', horizontalMargin: '0 0 12px' },
      Tooltip: {
        colorBgSpotlight: shade === 'dark' ? '#3a4644' : '#26302e',
        colorTextLightSolid: '#fff',
      },
    },
  }
}
