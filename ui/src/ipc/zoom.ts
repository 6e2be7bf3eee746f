/** Scales the root element. It is fixed and inset, so it still fills the window. */
export function zoomElement(percent: number): void {
  document.getElementById('app')?.style.setProperty('zoom', String(percent / 100));
}
