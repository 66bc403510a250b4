/**
 * Keeps pages alive while the browser translates them. Translators put `<font>` elements in the place of
 * text, or around it, and React then fails on the nodes that it knows: one that is no longer where it was
 * can't be removed, nothing can be put in front of it, and what is written into it is not seen. So this
 * remembers what stands in for a text. See https://github.com/facebook/react/issues/11538.
 */

/** What was put in the place of a text. */
const standIns = new WeakMap<Node, Node>();

/** Has to be called before React draws anything. */
export function surviveTranslation(root: Node): void {
  const observer = new MutationObserver(note);
  observer.observe(root, { childList: true, subtree: true });
  const seen = () => note(observer.takeRecords());

  // Called with the node that they are a method of.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <T extends Node>(child: T): T {
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    seen();
    const there = placeIn(this, child);
    if (there) removeChild.call(this, there);
    return child;
  };
  Node.prototype.insertBefore = function <T extends Node>(node: T, before: Node | null): T {
    if (before === null || before.parentNode === this)
      return insertBefore.call(this, node, before) as T;
    seen();
    return insertBefore.call(this, node, placeIn(this, before)) as T;
  };

  const value = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue');
  Object.defineProperty(Text.prototype, 'nodeValue', {
    configurable: true,
    get(this: Text) {
      return this.data;
    },
    set(this: Text, text: string | null) {
      value?.set?.call(this, text);
      seen();
      const standIn = standIns.get(this);
      // The new words take their place again; the translator will see to them.
      if (standIn?.parentNode) standIn.parentNode.replaceChild(this, standIn);
    },
  });
}

/** Of each element: the font that came last, and the text that was taken away last without one. */
const lastCome = new WeakMap<Node, Node>();
const lastGone = new WeakMap<Node, Node>();

/** Notes each text that was taken away while a font came to its place: before it, with it or after it. */
function note(records: MutationRecord[]): void {
  for (const { target, removedNodes, addedNodes, previousSibling, nextSibling } of records) {
    const came = [...addedNodes].find(isFont);
    if (came) {
      lastCome.set(target, came);
      const gone = lastGone.get(target);
      if (gone) standIns.set(gone, came);
      lastGone.delete(target);
    }
    for (const gone of removedNodes) {
      if (gone.nodeType !== Node.TEXT_NODE) continue;
      const last = lastCome.get(target);
      const isBeside = last && (last === previousSibling || last === nextSibling);
      const standIn = came ?? (isBeside ? last : undefined);
      if (standIn) standIns.set(gone, standIn);
      else lastGone.set(target, gone);
    }
  }
}

function isFont(node: Node | null | undefined): node is Node {
  return node?.nodeName === 'FONT';
}

/** The child of `parent` that has `node` in it or stands in for it; none if there is none. */
function placeIn(parent: Node, node: Node): Node | null {
  const start = node.isConnected ? node : standIns.get(node);
  for (let place = start ?? null; place; place = place.parentNode)
    if (place.parentNode === parent) return place;
  return null;
}
