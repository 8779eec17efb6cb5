import { Outlet, useLocation } from '@tanstack/react-router';
import { Gate } from './Gate';
import { Shell } from './Shell';

/** Everything but the welcome of a new account is behind the gate. */
export function Root() {
  const path = useLocation({ select: (location) => location.pathname });
  return path === '/welcome' ? (
    <Outlet />
  ) : (
    <Gate>
      <Shell />
    </Gate>
  );
}
