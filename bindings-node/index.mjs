import profilekit from './index.js';

export const { Ability, Kernel, Validation, Action, Subject, Record, Context, ProfileKitError, BlueprintError } = profilekit;
