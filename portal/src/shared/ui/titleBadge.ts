/** The words in the browser's tab, with a number in front of them when somebody waits. */
class TitlePrefix {
  #title = '';
  #count = 0;

  setTitle(title: string): void {
    this.#title = title;
    this.#show();
  }

  /** How many wait; 0 shows nothing. */
  setCount(count: number): void {
    this.#count = count;
    this.#show();
  }

  #show(): void {
    document.title = this.#count > 0 ? `(${this.#count}) ${this.#title}` : this.#title;
  }
}

export const titlePrefix = new TitlePrefix();
