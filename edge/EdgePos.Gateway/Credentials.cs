namespace EdgePos.Gateway;

/// <summary>
/// Secrets that systemd opens for the daemon (systemd.exec, LoadCredentialEncrypted), sealed to the machine where it has a TPM.
/// </summary>
/// <param name="Folder">Where they lie; null or empty: there are none.</param>
internal sealed record Credentials(string? Folder)
{
    /// <summary>Those that systemd gave this daemon.</summary>
    public static Credentials OfSystemd => new(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    /// <summary>The file of one, or null where it was not given.</summary>
    public string? Find(string name) =>
        Folder is { Length: > 0 } && Path.Combine(Folder, name) is var file && File.Exists(file) ? file : null;
}
