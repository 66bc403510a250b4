import type { AtRule, Plugin, Root } from 'postcss';

/** A length by the viewport as it is now, or without or with the browser's bars. */
const NEW_UNIT = /(\d)[dsl](v(?:h|w|min|max))\b/;

/**
 * Gives browsers that don't know `dvh` and its like (Chrome before 108, Firefox before 101) the unit that
 * they know, also where a variable is in play, which makes them take the later of two declarations and then
 * neither. See https://web-platform-dx.github.io/web-features-explorer/features/viewport-unit-variants.json
 */
export function oldViewports(): Plugin {
  return {
    postcssPlugin: 'old-viewports',
    OnceExit(root: Root, { atRule }) {
      root.walkRules((rule) => {
        const { parent } = rule;
        if (parent?.type === 'atrule' && (parent as AtRule).name === 'supports') return;
        const newer = rule.clone({ nodes: [] });
        rule.each((node) => {
          if (node.type !== 'decl' || !NEW_UNIT.test(node.value)) return;
          newer.append(node.clone());
          node.value = node.value.replace(new RegExp(NEW_UNIT, 'g'), '$1$2');
        });
        const asked = atRule({ name: 'supports', params: '(height: 1dvh)', nodes: [newer] });
        if (newer.nodes.length > 0) parent?.insertAfter(rule, asked);
      });
    },
  };
}
