/** Which screen is shown. It lives in the address' hash, so that a reload stays where it was. */

export type Route =
  | { screen: 'welcome' }
  | { screen: 'project'; id: string }
  | { screen: 'containers' }
  | { screen: 'container'; id: string }
  /** The logs of several containers as one; the ids joined by `+`. */
  | { screen: 'logs'; id: string }
  | { screen: 'costs' }
  | { screen: 'settings' };

/** The hash of a route: `#/container/ID`. */
export function hrefOf(route: Route): string {
  return 'id' in route ? `#/${route.screen}/${encodeURIComponent(route.id)}` : `#/${route.screen}`;
}

export function routeOf(hash: string): Route {
  const [, screen, id] = hash.split('/');
  if ((screen === 'project' || screen === 'container' || screen === 'logs') && id) {
    try {
      return { screen, id: decodeURIComponent(id) };
    } catch {
      return { screen: 'welcome' };
    }
  }
  if (screen === 'containers' || screen === 'costs' || screen === 'settings') return { screen };
  return { screen: 'welcome' };
}

class Router {
  #route = $state.raw<Route>(routeOf(globalThis.location?.hash ?? ''));

  get route(): Route {
    return this.#route;
  }

  go(route: Route): void {
    this.#route = route;
    if (location.hash !== hrefOf(route)) location.hash = hrefOf(route);
  }

  /** Follows the address (back, forward, links). Returns what ends it. */
  follow(): () => void {
    const changed = () => (this.#route = routeOf(location.hash));
    changed();
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }
}

export const router = new Router();
