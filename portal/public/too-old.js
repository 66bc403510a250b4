/*
 * Says so in place of a blank page when the portal can't start: the browser is too old, or refuses something
 * that the portal needs. Plain and old itself, since it has to run there. What fails later is the portal's own
 * to say.
 */
(function () {
  var TOO_OLD =
    'This browser is too old for this page. Please use a current version of Chrome, Edge, Firefox or Safari. · ' +
    'Trình duyệt này quá cũ để mở trang. Anh/chị vui lòng dùng phiên bản mới của Chrome, Edge, Firefox hoặc Safari.';

  var FAILED =
    'This page can’t be shown in this browser. Please load it again, allow cookies for it, or use another browser. · ' +
    'Trình duyệt này không hiển thị được trang. Anh/chị vui lòng tải lại, cho phép trang dùng cookie, hoặc dùng trình duyệt khác.';

  function say(words) {
    var root = document.getElementById('root');
    if (root && !root.hasChildNodes()) root.textContent = words;
  }

  function isOfOld(error) {
    return error instanceof SyntaxError || error instanceof ReferenceError;
  }

  if (!('noModule' in document.createElement('script'))) {
    document.addEventListener('DOMContentLoaded', function () {
      say(TOO_OLD);
    });
  }
  window.addEventListener('error', function (event) {
    // A file that can't be loaded has no error.
    if (event.error)
      say(isOfOld(event.error) || event.error instanceof TypeError ? TOO_OLD : FAILED);
  });
  window.addEventListener('unhandledrejection', function (event) {
    say(isOfOld(event.reason) ? TOO_OLD : FAILED);
  });
})();
