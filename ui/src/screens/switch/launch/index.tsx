export { LaunchActions } from "./LaunchActions";
export { useLaunch } from "./useLaunch";
