/*
 * Says so in place of a blank page when the portal can't start in an old browser. Plain and old itself,
 * since it has to run there. What fails later is the portal's own to say.
 */
(function () {
  var WORDS =
    'This browser is too old for this page. Please use a current version of Chrome, Edge, Firefox or Safari. · ' +
    'Trình duyệt này quá cũ để mở trang. Anh/chị vui lòng dùng phiên bản mới của Chrome, Edge, Firefox hoặc Safari.';

  function say() {
    var root = document.getElementById('root');
    if (root && !root.hasChildNodes()) root.textContent = WORDS;
  }

  function isOurs(error) {
    return error instanceof SyntaxError || error instanceof ReferenceError;
  }

  if (!('noModule' in document.createElement('script'))) {
    document.addEventListener('DOMContentLoaded', say);
  }
  window.addEventListener('error', function (event) {
    if (isOurs(event.error) || event.error instanceof TypeError) say();
  });
  window.addEventListener('unhandledrejection', function (event) {
    if (isOurs(event.reason)) say();
  });
})();
