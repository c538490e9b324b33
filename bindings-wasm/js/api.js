export { Ability, Action, BlueprintError, Context, Kernel, ProfileKitError, Record, Records, Subject, Validation } from './profilekit.js';
