import profilekit from './index.js';

export const { Kernel, Validation, Action, Subject, Record, Context, ProfileKitError, BlueprintError } = profilekit;
