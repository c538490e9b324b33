export { Ability, Action, Context, ProfileKitError, Record, Records, Runtime, Subject, Validation } from './profilekit.js';
