import profilekit from './index.js';

export const { Ability, Action, BlueprintError, Context, Kernel, ProfileKitError, Record, Records, Subject, Validation } = profilekit;
export const { checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook } = profilekit;
