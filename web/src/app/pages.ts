import { Activity, CalendarClock, CircleDollarSign, HeartPulse, LayoutDashboard, Layers, Settings2, Workflow } from 'lucide-react';
import { shell } from '@/text/shell';

/** The pages of the rail, in their order. */
export const pages = [
  { to: '/', words: shell.pages.overview, icon: LayoutDashboard },
  { to: '/schedules', words: shell.pages.schedules, icon: CalendarClock },
  { to: '/runs', words: shell.pages.runs, icon: Activity },
  { to: '/workflows', words: shell.pages.workflows, icon: Workflow },
  { to: '/strategies', words: shell.pages.strategies, icon: Layers },
  { to: '/costs', words: shell.pages.costs, icon: CircleDollarSign },
  { to: '/health', words: shell.pages.health, icon: HeartPulse },
  { to: '/admin', words: shell.pages.admin, icon: Settings2 },
] as const;
