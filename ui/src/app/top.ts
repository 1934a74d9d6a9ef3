import { useEffect, useLayoutEffect } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";

/** A screen that is gone to begins at its top. Going back, the browser knows where one was. */
export function useTopOfScreen() {
  const { pathname } = useLocation();
  const how = useNavigationType();
  useLinks();
  useLayoutEffect(() => {
    if (how === "PUSH") window.scrollTo(0, 0);
  }, [pathname, how]);
}

/** Follows links to routes. The browser would too, but then going there looks like going back. */
function useLinks() {
  const navigate = useNavigate();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (event.defaultPrevented || event.button !== 0 || elsewhere) return;
      const link = event.target instanceof Element ? event.target.closest("a[href^='#/']") : null;
      if (!link || link.hasAttribute("target")) return;
      event.preventDefault();
      void navigate(link.getAttribute("href")?.slice(1) ?? "/");
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [navigate]);
}
