//! The codes. Adding one: here, and in every locale file; a test compares them.

macro_rules! codes {
    ($($name:ident = $text:literal, $status:literal;)*) => {
        /// A stable code.
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the message in core/locales/en.json is the documentation")]
        pub enum Code { $($name,)* }

        impl Code {
            /// Every code, in registry order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as text: `area.what`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The HTTP status for those who serve HTTP (RFC 9110).
            #[must_use]
            pub const fn http_status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    JsonSyntax = "json.syntax", 400;
    JsonUnexpectedEnd = "json.unexpected_end", 400;
    JsonInvalidUtf8 = "json.invalid_utf8", 400;
    JsonLoneSurrogate = "json.lone_surrogate", 400;
    JsonControlCharacter = "json.control_character", 400;
    JsonTooDeep = "json.too_deep", 400;
    JsonTooLarge = "json.too_large", 413;
    JsonDuplicateName = "json.duplicate_name", 400;
    JsonForbiddenName = "json.forbidden_name", 400;
    JsonTrailing = "json.trailing", 400;

    ExprSyntax = "expr.syntax", 422;
    ExprUnsupported = "expr.unsupported", 422;
    ExprUnknownName = "expr.unknown_name", 422;
    ExprUnknownFunction = "expr.unknown_function", 422;
    ExprType = "expr.type", 422;
    ExprLiteral = "expr.literal", 422;
    ExprTooComplex = "expr.too_complex", 422;
    ExprRegex = "expr.regex", 422;

    SchemaRequired = "schema.required", 422;
    SchemaNull = "schema.null", 422;
    SchemaWrongType = "schema.wrong_type", 422;
    SchemaUnknownField = "schema.unknown_field", 422;
    SchemaNotWritable = "schema.field_not_writable", 403;
    SchemaTooShort = "schema.too_short", 422;
    SchemaTooLong = "schema.too_long", 422;
    SchemaPattern = "schema.pattern", 422;
    SchemaControl = "schema.control_character", 422;
    SchemaBidi = "schema.bidi_control", 422;
    SchemaMixedScript = "schema.mixed_script", 422;
    SchemaBlank = "schema.blank", 422;
    SchemaNotInteger = "schema.not_an_integer", 422;
    SchemaInexact = "schema.inexact_number", 422;
    SchemaTooSmall = "schema.too_small", 422;
    SchemaTooLarge = "schema.too_large", 422;
    SchemaStep = "schema.not_a_multiple", 422;
    SchemaDecimal = "schema.decimal", 422;
    SchemaScale = "schema.too_many_decimals", 422;
    SchemaMoney = "schema.money", 422;
    SchemaCurrency = "schema.currency", 422;
    SchemaCurrencyNotAllowed = "schema.currency_not_allowed", 422;
    SchemaEnum = "schema.not_in_list", 422;
    SchemaDate = "schema.date", 422;
    SchemaInstant = "schema.instant", 422;
    SchemaDuration = "schema.duration", 422;
    SchemaTooEarly = "schema.too_early", 422;
    SchemaTooLate = "schema.too_late", 422;
    SchemaEmail = "schema.email", 422;
    SchemaPhone = "schema.phone", 422;
    SchemaUrl = "schema.url", 422;
    SchemaUrlScheme = "schema.url_scheme", 422;
    SchemaUrlCredentials = "schema.url_credentials", 422;
    SchemaUrlHost = "schema.url_host", 422;
    SchemaSlug = "schema.slug", 422;
    SchemaUuid = "schema.uuid", 422;
    SchemaCountry = "schema.country", 422;
    SchemaLanguage = "schema.language", 422;
    SchemaTimezone = "schema.timezone", 422;
    SchemaMediaType = "schema.media_type", 422;
    SchemaReference = "schema.reference", 422;
    SchemaTooFewItems = "schema.too_few_items", 422;
    SchemaTooManyItems = "schema.too_many_items", 422;
    SchemaDuplicateItem = "schema.duplicate_item", 422;
    SchemaMapKey = "schema.map_key", 422;
    SchemaDimensions = "schema.dimensions", 422;
    SchemaCheckFailed = "schema.check_failed", 422;
    SchemaCheckUndecided = "schema.check_undecided", 422;
    SchemaStrengthTooLow = "schema.strength_too_low", 422;

    BlueprintWrongType = "blueprint.wrong_type", 422;
    BlueprintMissing = "blueprint.missing", 422;
    BlueprintUnknownName = "blueprint.unknown_name", 422;
    BlueprintUnknownWord = "blueprint.unknown_word", 422;
    BlueprintUnknownReference = "blueprint.unknown_reference", 422;
    BlueprintBadName = "blueprint.bad_name", 422;
    BlueprintBadValue = "blueprint.bad_value", 422;
    BlueprintNotForType = "blueprint.not_for_type", 422;
    BlueprintDuplicate = "blueprint.duplicate", 422;
    BlueprintReserved = "blueprint.reserved_name", 422;
    BlueprintTooMany = "blueprint.too_many", 422;
    BlueprintCycle = "blueprint.cycle", 422;
    BlueprintVersion = "blueprint.unsupported_version", 422;
    BlueprintPattern = "blueprint.pattern", 422;
    BlueprintDefault = "blueprint.default_invalid", 422;
    BlueprintCondition = "blueprint.condition", 422;
    BlueprintOpenPolicy = "blueprint.open_policy", 422;
    BlueprintSensitivePublic = "blueprint.sensitive_public", 422;
    BlueprintAboutDiffers = "blueprint.about_differs", 422;
    BlueprintAudienceBounds = "blueprint.audience_bounds", 422;
    BlueprintUnusedRole = "blueprint.unused_role", 422;
    BlueprintUnreachablePolicy = "blueprint.unreachable_policy", 422;
    BlueprintShadowedPolicy = "blueprint.shadowed_policy", 422;
    BlueprintUnreachableAction = "blueprint.unreachable_action", 422;
    BlueprintUnreachableState = "blueprint.unreachable_state", 422;
    BlueprintDeadEndState = "blueprint.dead_end_state", 422;
    BlueprintUnreadableField = "blueprint.unreadable_field", 422;
    BlueprintUnwritableField = "blueprint.unwritable_field", 422;
    BlueprintUnreachableCard = "blueprint.unreachable_card", 422;
    BlueprintUnreachableFactor = "blueprint.unreachable_factor", 422;
    BlueprintNotPushable = "blueprint.not_pushable", 422;
    BlueprintKeptUnread = "blueprint.kept_unread", 422;

    KernelUnknownKind = "kernel.unknown_kind", 404;
    KernelUnknownAction = "kernel.unknown_action", 400;
    KernelUnknownRole = "kernel.unknown_role", 400;
    KernelUnknownField = "kernel.unknown_field", 400;
    KernelUnknownAudience = "kernel.unknown_audience", 400;
    KernelUnknownMode = "kernel.unknown_mode", 400;
    KernelUnknownStep = "kernel.unknown_step", 400;
    KernelUnknownPersona = "kernel.unknown_persona", 400;
    KernelUnknownRelation = "kernel.unknown_relation", 400;
    KernelUnknownState = "kernel.unknown_state", 400;
    KernelBadId = "kernel.bad_id", 400;
    KernelBadInstant = "kernel.bad_instant", 400;
    KernelBadRequest = "kernel.bad_request", 400;
    KernelNoDashboard = "kernel.no_dashboard", 404;
    KernelNoStrength = "kernel.no_strength_card", 404;
    KernelKindMismatch = "kernel.kind_mismatch", 400;
    KernelInternal = "kernel.internal", 500;

    ImageCorrupt = "image.corrupt", 422;
    ImageVersion = "image.version", 422;

    AccessNotVisible = "access.not_visible", 404;
    AccessDenied = "access.denied", 403;
    AccessWrongState = "access.wrong_state", 409;
    AccessNotRenderable = "access.not_renderable", 422;
    AccessBadPage = "access.bad_page", 400;

    VisibilityOutOfBounds = "visibility.out_of_bounds", 422;
    VisibilityBadDocument = "visibility.bad_document", 422;

    StrengthMissing = "strength.missing", 422;
    StrengthTooFew = "strength.too_few", 422;
    StrengthTooShort = "strength.too_short", 422;
    StrengthStale = "strength.stale", 422;
    StrengthUnmet = "strength.unmet", 422;

    ImportFormat = "import.format", 422;
    ImportNoMapping = "import.no_mapping", 404;

    IdentityMissingHeader = "identity.missing_header", 400;
    IdentityRepeatedHeader = "identity.repeated_header", 400;
    IdentityBadMessageId = "identity.bad_message_id", 400;
    IdentityBadTimestamp = "identity.bad_timestamp", 400;
    IdentityTooOld = "identity.too_old", 401;
    IdentityTooNew = "identity.too_new", 401;
    IdentityNoSignature = "identity.no_signature", 400;
    IdentityTooManySignatures = "identity.too_many_signatures", 400;
    IdentityBadSignature = "identity.bad_signature", 400;
    IdentityUnknownVersion = "identity.unknown_version", 400;
    IdentityWrongSignature = "identity.wrong_signature", 401;
    IdentityBadSecret = "identity.bad_secret", 422;
    IdentityShortSecret = "identity.short_secret", 422;
    IdentityNoSecret = "identity.no_secret", 500;
    IdentityBadPayload = "identity.bad_payload", 422;
    IdentityNoUserId = "identity.no_user_id", 422;
    IdentityNoTenant = "identity.no_tenant", 422;
    IdentityTooManyLeaving = "identity.too_many_leaving", 409;
    IdentityNotConfigured = "identity.not_configured", 422;
    IdentityBadAddress = "identity.bad_address", 400;
    IdentityAddressNotAllowed = "identity.address_not_allowed", 403;
    IdentityRateLimited = "identity.rate_limited", 429;
    IdentityNoToken = "identity.no_token", 401;
    IdentityBadToken = "identity.bad_token", 401;
    IdentityTokenAlgorithm = "identity.token_algorithm", 401;
    IdentityUnknownKey = "identity.unknown_key", 401;
    IdentityWrongToken = "identity.wrong_token", 401;
    IdentityTokenExpired = "identity.token_expired", 401;
    IdentityTokenEarly = "identity.token_early", 401;
    IdentityTokenPending = "identity.token_pending", 401;
    IdentityTokenIssuer = "identity.token_issuer", 401;
    IdentityTokenAudience = "identity.token_audience", 401;
    IdentityBadKey = "identity.bad_key", 422;
    IdentityUnknownUser = "identity.unknown_user", 401;
    IdentityProviderFailed = "identity.provider_failed", 502;

    MetricsUnknownColumn = "metrics.unknown_column", 422;
    MetricsColumnType = "metrics.column_type", 422;
    MetricsNoFacts = "metrics.no_facts", 422;
    MetricsBadRow = "metrics.bad_row", 422;
    MetricsBadCard = "metrics.bad_card", 422;
    MetricsBadPlan = "metrics.bad_plan", 422;
    MetricsUnknownZone = "metrics.unknown_zone", 422;
    MetricsZoneData = "metrics.zone_data", 422;
    MetricsTooMany = "metrics.too_many", 422;
    MetricsOverflow = "metrics.overflow", 422;
    MetricsNoRate = "metrics.no_rate", 422;
    MetricsBadState = "metrics.bad_state", 422;
    MetricsBadRelation = "metrics.bad_relation", 422;

    HubArchived = "hub.archived", 409;
    HubNotArchived = "hub.not_archived", 409;
    HubNoSuchVersion = "hub.no_such_version", 404;
    HubIdempotencyMismatch = "hub.idempotency_mismatch", 422;
    HubTooMany = "hub.too_many", 413;
    HubNotAlone = "hub.not_alone", 409;
    HubNotConfirmed = "hub.not_confirmed", 409;
    HubNotGrantable = "hub.not_grantable", 403;
    HubConsentWithdrawn = "hub.consent_withdrawn", 403;

    StoreConflict = "store.version_conflict", 409;
    StoreNotFound = "store.not_found", 404;
    StoreUniqueViolation = "store.unique_violation", 409;
    StoreExclusionViolation = "store.exclusion_violation", 409;
    StoreSerialization = "store.serialization", 503;
    StoreUnavailable = "store.unavailable", 503;
    StoreCorrupt = "store.corrupt", 500;
}
