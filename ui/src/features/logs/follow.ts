/**
 * Following or not, as values: the view sticks to the end until the user scrolls away from it, counts what
 * comes meanwhile, and sticks again when the end is reached or asked for. Collecting goes on all the while.
 */
export interface Follow {
  following: boolean;
  /** Lines that came since the view was let go. */
  unseen: number;
}

export type FollowEvent =
  /** The view moved; `byUser` when it was not us who moved it. */
  | { type: 'scrolled'; atEnd: boolean; byUser: boolean }
  | { type: 'came'; lines: number }
  | { type: 'pause' }
  | { type: 'to-end' };

export const following: Follow = { following: true, unseen: 0 };

export function followed(state: Follow, event: FollowEvent): Follow {
  switch (event.type) {
    case 'scrolled':
      if (event.atEnd) return state.following && state.unseen === 0 ? state : following;
      return event.byUser && state.following ? { following: false, unseen: 0 } : state;
    case 'came':
      if (state.following || event.lines <= 0) return state;
      return { following: false, unseen: state.unseen + event.lines };
    case 'pause':
      return state.following ? { following: false, unseen: 0 } : state;
    case 'to-end':
      return following;
  }
}
