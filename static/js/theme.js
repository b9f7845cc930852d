// Sets the theme before the first paint; "auto" follows the system, also while the page is open.
(function () {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    const wish = root.dataset.theme;
    root.dataset.bsTheme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
  }
  dark.addEventListener("change", apply);
  apply();
})();
