// The screens of the floor, in the order goods pass them; part of `routes.tsx`.
import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from './paths.ts'
import type { Screen } from './routes.tsx'

export const floorScreens: readonly Screen[] = [
  {
    chapter: 'warehouse',
    path: paths.waves,
    zh: '波次台',
    en: 'Wave planner',
    permission: 'warehouse.read',
    page: lazyRouteComponent(() => import('./features/warehouse/WavesPage.tsx'), 'WavesPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.pick,
    zh: '拣货',
    en: 'Pick',
    permission: 'warehouse.work',
    page: lazyRouteComponent(() => import('./features/warehouse/PickPage.tsx'), 'PickPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.pack,
    zh: '打包台',
    en: 'Pack station',
    permission: 'warehouse.work',
    page: lazyRouteComponent(() => import('./features/warehouse/PackPage.tsx'), 'PackPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.putBacks,
    zh: '退货位',
    en: 'Put back',
    permission: 'warehouse.read',
    page: lazyRouteComponent(() => import('./features/warehouse/PutBacksPage.tsx'), 'PutBacksPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.productivity,
    zh: '人效',
    en: 'Productivity',
    permission: 'warehouse.read',
    page: lazyRouteComponent(
      () => import('./features/warehouse/ProductivityPage.tsx'),
      'ProductivityPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.equipment,
    zh: '设备与纸箱',
    en: 'Devices and cartons',
    permission: 'warehouse.read',
    page: lazyRouteComponent(
      () => import('./features/warehouse/EquipmentPage.tsx'),
      'EquipmentPage',
    ),
  },
]
