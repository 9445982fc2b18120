using System.Text.RegularExpressions;

namespace EdgePos.Ledger;

/// <summary>
/// What a backup has in it, by the names in its archive: those of the data folder, and under settings/ those of the settings' folder.
/// Whoever has the public key can make a backup that opens, so nothing of another name is ever restored.
/// </summary>
public static partial class BackupParts
{
    /// <summary>The ledger.</summary>
    public const string Ledger = "ledger.db";

    /// <summary>What lay on the counter.</summary>
    public const string Counter = "counter.db";

    /// <summary>What head office has set.</summary>
    public const string HeadOfficeSettings = "headoffice.settings";

    /// <summary>The key of the box's own authority, by which its registers know it; absent where systemd keeps it.</summary>
    public const string AuthorityKey = "authority.key";

    /// <summary>The certificate of that authority.</summary>
    public const string AuthorityRoot = "authority.pem";

    /// <summary>Folder of the price books.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>Folder of what head office sends, with a folder for each dataset.</summary>
    public const string Datasets = "datasets";

    /// <summary>Folder of a head office that is in the box.</summary>
    public const string HeadOffice = "headoffice";

    /// <summary>Folder of what enrolment gave: the box's certificate for the broker with its key, and whom it believes.</summary>
    public const string Broker = "broker";

    /// <summary>Folder of the box's own settings, with the certificates that lie beside them.</summary>
    public const string Settings = "settings";

    /// <summary>True for the name of a part.</summary>
    public static bool IsPart(string name) => name is Ledger or Counter or HeadOfficeSettings or AuthorityKey or AuthorityRoot
        || InFolder().IsMatch(name);

    [GeneratedRegex(
        @"\A(catalogue|headoffice|broker|settings|datasets/[A-Za-z0-9][A-Za-z0-9._-]{0,99})/[A-Za-z0-9][A-Za-z0-9._-]{0,199}\z")]
    private static partial Regex InFolder();
}
