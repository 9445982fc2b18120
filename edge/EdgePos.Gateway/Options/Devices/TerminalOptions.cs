using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>What a card terminal must be told; see <see cref="ZvtSettings"/> and <see cref="NexoSettings"/>.</summary>
public sealed class TerminalOptions
{
    /// <summary>zvt: six digits that the terminal wants of a register.</summary>
    public string Password { get; set; } = "000000";

    /// <summary>nexo: the terminal's id, e.g. V400m-324688179.</summary>
    public string PoiId { get; set; } = "";

    /// <summary>nexo: the file with the vendor's root certificates, PEM.</summary>
    public string RootsFile { get; set; } = "";

    /// <summary>nexo: name that the terminal's certificate must have; empty: one that begins with its id.</summary>
    public string CertificateName { get; set; } = "";

    /// <summary>nexo: name of the shared key; empty: messages are not sealed.</summary>
    public string KeyIdentifier { get; set; } = "";

    /// <summary>nexo: version of the shared key.</summary>
    public int KeyVersion { get; set; } = 1;

    /// <summary>nexo: the file with the passphrase of the shared key.</summary>
    public string KeyFile { get; set; } = "";

    internal IEnumerable<string> ZvtProblems()
    {
        if (Password.Length != 6 || !Password.All(char.IsAsciiDigit))
            yield return "Terminal:Password must be six digits";
    }

    internal IEnumerable<string> NexoProblems(string link)
    {
        if (IsNexoLink(link) && new Uri(link).Scheme == "https" && !File.Exists(RootsFile))
            yield return $"Terminal:RootsFile '{RootsFile}' is not there: the vendor's root certificates";
        if (PoiId.Length == 0)
            yield return "Terminal:PoiId is missing: the id on the terminal, such as V400m-324688179";
        if (KeyVersion < 0)
            yield return "Terminal:KeyVersion must be zero or more";
        if (KeyIdentifier.Length > 0 && !File.Exists(KeyFile))
            yield return $"Terminal:KeyFile '{KeyFile}' is not there: it holds the key's passphrase";
    }

    // What is said to a terminal on this machine, as a virtual one, nobody else hears.
    internal static bool IsNexoLink(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address)
        && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));

    internal ZvtSettings ToZvt(StoreProfile store) => new(Password, store.Currency);

    internal NexoSettings ToNexo(string link, StoreProfile store) => new(new Uri(link), store.Identity.Box, PoiId, store.Currency)
    {
        Roots = RootsFile.Length > 0 ? File.ReadAllText(RootsFile) : "",
        CertificateName = CertificateName,
        Key = KeyIdentifier.Length > 0 ? new NexoKey(KeyIdentifier, KeyVersion, File.ReadAllText(KeyFile).Trim()) : null,
    };
}
