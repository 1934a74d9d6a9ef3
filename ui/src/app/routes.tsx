import { lazy, memo, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import Spaces from "@/screens/spaces";
import { Waiting } from "./Waiting";

const CreateSpace = lazy(() => import("@/screens/spaces/create"));
const Space = lazy(() => import("@/screens/space"));
const Wizard = lazy(() => import("@/screens/wizard"));
const PlanScreen = lazy(() => import("@/screens/plan"));
const Switch = lazy(() => import("@/screens/switch"));
const Identities = lazy(() => import("@/screens/identities"));
const Transfer = lazy(() => import("@/screens/transfer"));
const Workbench = lazy(() => import("@/screens/workbench"));
const ActivityScreen = lazy(() => import("@/screens/activity"));
const Settings = lazy(() => import("@/screens/settings"));

/** The choice of an identity. */
export const StartScreen = lazy(() => import("@/screens/start"));

/** All screens. The first comes with the shell, the others are loaded when first opened. */
export const Screens = memo(function Screens() {
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        <Route path="/" element={<Spaces />} />
        <Route path="/spaces" element={<Spaces />} />
        <Route path="/spaces/create" element={<CreateSpace />} />
        <Route path="/spaces/:account/:region/:id" element={<Space />} />
        <Route path="/spaces/:account/:region/:id/add/:draft?" element={<Wizard />} />
        <Route path="/plans/:plan" element={<PlanScreen />} />
        <Route path="/switch" element={<Switch />} />
        <Route path="/identities" element={<Identities />} />
        <Route path="/transfer/:tab?" element={<Transfer />} />
        <Route path="/workbench" element={<Workbench />} />
        <Route path="/activity" element={<ActivityScreen />} />
        <Route path="/settings" element={<Settings />} />
        <Route path="/connect" element={<StartScreen />} />
        <Route path="*" element={<Navigate to="/spaces" replace />} />
      </Routes>
    </Suspense>
  );
});
