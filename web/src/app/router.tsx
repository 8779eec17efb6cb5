import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readAdminSearch } from '@/features/admin/search';
import { readCostsSearch } from '@/features/costs/search';
import { readEditorSearch } from '@/features/editor/search';
import { readRunSearch } from '@/features/run/search';
import { readRunsSearch } from '@/features/runs/search';
import { readScheduleSearch } from '@/features/schedule/search';
import { readSchedulesSearch } from '@/features/schedules/search';
import { readStrategiesSearch } from '@/features/strategies/search';
import { readWizardSearch } from '@/features/wizard/search';
import { readWorkflowSearch } from '@/features/workflow/search';
import { readWorkflowsSearch } from '@/features/workflows/search';
import { only } from '@/shared/url';
import { BrokenPage } from './BrokenPage';
import { NotFound } from './NotFound';
import { Root } from './Root';

// Every page is a file of its own, loaded when it is first opened; only what reads its address is here.
const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const of = { getParentRoute: () => root };

const routes = [
  createRoute({ ...of, path: '/', component: lazyRouteComponent(() => import('@/features/overview/OverviewPage'), 'OverviewPage') }),
  createRoute({ ...of, path: '/schedules', validateSearch: only(readSchedulesSearch), component: lazyRouteComponent(() => import('@/features/schedules/SchedulesPage'), 'SchedulesPage') }),
  createRoute({ ...of, path: '/schedules/new', validateSearch: only(readWizardSearch), component: lazyRouteComponent(() => import('@/features/wizard/WizardPage'), 'WizardPage') }),
  createRoute({ ...of, path: '/schedules/$id', validateSearch: only(readScheduleSearch), component: lazyRouteComponent(() => import('@/features/schedule/SchedulePage'), 'SchedulePage') }),
  createRoute({ ...of, path: '/schedules/$id/edit', validateSearch: only(readWizardSearch), component: lazyRouteComponent(() => import('@/features/wizard/WizardPage'), 'WizardPage') }),
  createRoute({ ...of, path: '/runs', validateSearch: only(readRunsSearch), component: lazyRouteComponent(() => import('@/features/runs/RunsPage'), 'RunsPage') }),
  createRoute({ ...of, path: '/runs/$id', validateSearch: only(readRunSearch), component: lazyRouteComponent(() => import('@/features/run/RunPage'), 'RunPage') }),
  createRoute({ ...of, path: '/workflows', validateSearch: only(readWorkflowsSearch), component: lazyRouteComponent(() => import('@/features/workflows/WorkflowsPage'), 'WorkflowsPage') }),
  createRoute({ ...of, path: '/workflows/new', validateSearch: only(readEditorSearch), component: lazyRouteComponent(() => import('@/features/editor/EditorPage'), 'EditorPage') }),
  createRoute({ ...of, path: '/workflows/$id', validateSearch: only(readWorkflowSearch), component: lazyRouteComponent(() => import('@/features/workflow/WorkflowPage'), 'WorkflowPage') }),
  createRoute({ ...of, path: '/workflows/$id/edit', validateSearch: only(readEditorSearch), component: lazyRouteComponent(() => import('@/features/editor/EditorPage'), 'EditorPage') }),
  createRoute({ ...of, path: '/templates', component: lazyRouteComponent(() => import('@/features/templates/TemplatesPage'), 'TemplatesPage') }),
  createRoute({ ...of, path: '/templates/$id', component: lazyRouteComponent(() => import('@/features/templates/TemplatePage'), 'TemplatePage') }),
  createRoute({ ...of, path: '/strategies', validateSearch: only(readStrategiesSearch), component: lazyRouteComponent(() => import('@/features/strategies/StrategiesPage'), 'StrategiesPage') }),
  createRoute({ ...of, path: '/strategies/new', validateSearch: only(readStrategiesSearch), component: lazyRouteComponent(() => import('@/features/strategies/StrategyEditPage'), 'StrategyEditPage') }),
  createRoute({ ...of, path: '/strategies/$id', validateSearch: only(readStrategiesSearch), component: lazyRouteComponent(() => import('@/features/strategies/StrategyPage'), 'StrategyPage') }),
  createRoute({ ...of, path: '/strategies/$id/edit', validateSearch: only(readStrategiesSearch), component: lazyRouteComponent(() => import('@/features/strategies/StrategyEditPage'), 'StrategyEditPage') }),
  createRoute({ ...of, path: '/costs', validateSearch: only(readCostsSearch), component: lazyRouteComponent(() => import('@/features/costs/CostsPage'), 'CostsPage') }),
  createRoute({ ...of, path: '/health', component: lazyRouteComponent(() => import('@/features/health/HealthPage'), 'HealthPage') }),
  createRoute({ ...of, path: '/admin', validateSearch: only(readAdminSearch), component: lazyRouteComponent(() => import('@/features/admin/AdminPage'), 'AdminPage') }),
  createRoute({ ...of, path: '/welcome', component: lazyRouteComponent(() => import('@/features/signin/WelcomePage'), 'WelcomePage') }),
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
