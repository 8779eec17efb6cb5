import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readAdminSearch } from '@/features/admin/search';
import { readCostsSearch } from '@/features/costs/search';
import { readEditorSearch } from '@/features/editor/search';
import { readHealthSearch } from '@/features/health/search';
import { readOverviewSearch } from '@/features/overview/search';
import { readRunSearch } from '@/features/run/search';
import { readRunsSearch } from '@/features/runs/search';
import { readScheduleSearch } from '@/features/schedule/search';
import { readSchedulesSearch } from '@/features/schedules/search';
import { readStrategiesSearch } from '@/features/strategies/search';
import { readWizardSearch } from '@/features/wizard/search';
import { readWorkflowSearch } from '@/features/workflow/search';
import { readWorkflowsSearch } from '@/features/workflows/search';
import { BrokenPage } from './BrokenPage';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

// Every page is a file of its own, loaded when it is first opened; only what reads its address is here.
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const of = { getParentRoute: () => root };

const routes = [
  createRoute({ ...of, path: '/', validateSearch: readOverviewSearch, component: lazyRouteComponent(() => import('@/features/overview/OverviewPage'), 'OverviewPage') }),
  createRoute({ ...of, path: '/schedules', validateSearch: readSchedulesSearch, component: lazyRouteComponent(() => import('@/features/schedules/SchedulesPage'), 'SchedulesPage') }),
  createRoute({ ...of, path: '/schedules/new', validateSearch: readWizardSearch, component: lazyRouteComponent(() => import('@/features/wizard/WizardPage'), 'WizardPage') }),
  createRoute({ ...of, path: '/schedules/$id', validateSearch: readScheduleSearch, component: lazyRouteComponent(() => import('@/features/schedule/SchedulePage'), 'SchedulePage') }),
  createRoute({ ...of, path: '/schedules/$id/edit', validateSearch: readWizardSearch, component: lazyRouteComponent(() => import('@/features/wizard/WizardPage'), 'WizardPage') }),
  createRoute({ ...of, path: '/runs', validateSearch: readRunsSearch, component: lazyRouteComponent(() => import('@/features/runs/RunsPage'), 'RunsPage') }),
  createRoute({ ...of, path: '/runs/$id', validateSearch: readRunSearch, component: lazyRouteComponent(() => import('@/features/run/RunPage'), 'RunPage') }),
  createRoute({ ...of, path: '/workflows', validateSearch: readWorkflowsSearch, component: lazyRouteComponent(() => import('@/features/workflows/WorkflowsPage'), 'WorkflowsPage') }),
  createRoute({ ...of, path: '/workflows/new', validateSearch: readEditorSearch, component: lazyRouteComponent(() => import('@/features/editor/EditorPage'), 'EditorPage') }),
  createRoute({ ...of, path: '/workflows/$id', validateSearch: readWorkflowSearch, component: lazyRouteComponent(() => import('@/features/workflow/WorkflowPage'), 'WorkflowPage') }),
  createRoute({ ...of, path: '/workflows/$id/edit', validateSearch: readEditorSearch, component: lazyRouteComponent(() => import('@/features/editor/EditorPage'), 'EditorPage') }),
  createRoute({ ...of, path: '/templates', component: lazyRouteComponent(() => import('@/features/templates/TemplatesPage'), 'TemplatesPage') }),
  createRoute({ ...of, path: '/templates/$id', component: lazyRouteComponent(() => import('@/features/templates/TemplatePage'), 'TemplatePage') }),
  createRoute({ ...of, path: '/strategies', validateSearch: readStrategiesSearch, component: lazyRouteComponent(() => import('@/features/strategies/StrategiesPage'), 'StrategiesPage') }),
  createRoute({ ...of, path: '/strategies/new', validateSearch: readStrategiesSearch, component: lazyRouteComponent(() => import('@/features/strategies/StrategyEditPage'), 'StrategyEditPage') }),
  createRoute({ ...of, path: '/strategies/$id', validateSearch: readStrategiesSearch, component: lazyRouteComponent(() => import('@/features/strategies/StrategyPage'), 'StrategyPage') }),
  createRoute({ ...of, path: '/strategies/$id/edit', validateSearch: readStrategiesSearch, component: lazyRouteComponent(() => import('@/features/strategies/StrategyEditPage'), 'StrategyEditPage') }),
  createRoute({ ...of, path: '/costs', validateSearch: readCostsSearch, component: lazyRouteComponent(() => import('@/features/costs/CostsPage'), 'CostsPage') }),
  createRoute({ ...of, path: '/health', validateSearch: readHealthSearch, component: lazyRouteComponent(() => import('@/features/health/HealthPage'), 'HealthPage') }),
  createRoute({ ...of, path: '/admin', validateSearch: readAdminSearch, component: lazyRouteComponent(() => import('@/features/admin/AdminPage'), 'AdminPage') }),
  createRoute({ ...of, path: '/problems/$code', component: lazyRouteComponent(() => import('@/features/problems/ProblemPage'), 'ProblemPage') }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultErrorComponent: BrokenPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
