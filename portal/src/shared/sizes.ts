/** Sizes of elements in a browser that has no `ResizeObserver`, which the meeting client needs. */

/** Tells sizes in place of the browser's observer, where there is none. To be called before all else. */
export function replaceSizeObserver(): void {
  if (!('ResizeObserver' in window))
    (window as Partial<typeof globalThis>).ResizeObserver = WindowSizes;
}

/** Tells the sizes of elements when it begins to look at them, and whenever the window's own changes. */
class WindowSizes implements ResizeObserver {
  readonly #elements = new Set<Element>();
  readonly #tellAll = () => this.#tell([...this.#elements]);

  constructor(readonly hear: ResizeObserverCallback) {}

  observe(element: Element): void {
    if (this.#elements.size === 0) window.addEventListener('resize', this.#tellAll);
    this.#elements.add(element);
    requestAnimationFrame(() => this.#tell([element]));
  }

  unobserve(element: Element): void {
    this.#elements.delete(element);
    if (this.#elements.size === 0) window.removeEventListener('resize', this.#tellAll);
  }

  disconnect(): void {
    this.#elements.forEach((element) => this.unobserve(element));
  }

  #tell(elements: Element[]): void {
    const entries = elements
      .filter((element) => this.#elements.has(element))
      .map((target) => ({ target, contentRect: target.getBoundingClientRect() }));
    if (entries.length > 0) this.hear(entries as ResizeObserverEntry[], this);
  }
}
