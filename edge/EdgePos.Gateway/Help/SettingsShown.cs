namespace EdgePos.Gateway;

/// <summary>The settings as a line each, without what nobody may see.</summary>
internal static class SettingsShown
{
    // Only what is the daemon's own: the environment has more than that.
    private static readonly string[] Sections =
        ["Store", "Gateway", "Barcodes", "Till", "Selling", "Staff", "Privacy", "Backup", "Stock", "Devices", "Relay", "Update",
        "HeadOffice", "Logging"];

    // A PIN, a password, a connection string, a key that is written out. Where a key lies (…File) is no secret.
    private static readonly string[] SecretEndings = ["Approvers", "Password", "Passphrase", "Database", "Key", "Pin", "Secret", "Token"];

    /// <summary>Name=value, in the order of their names.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration) => [.. Sections
        .SelectMany(section => configuration.GetSection(section).AsEnumerable())
        .Where(setting => setting.Value is not null)
        .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
        .Select(setting => $"{setting.Key}={(setting.Value!.Length > 0 && IsSecret(setting.Key) ? "(hidden)" : setting.Value)}")];

    private static bool IsSecret(string key) => SecretEndings.Any(ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
