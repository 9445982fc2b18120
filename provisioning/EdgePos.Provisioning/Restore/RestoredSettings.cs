using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>The settings of a box as they will be: those of the backup, and what lies beside them in the folder and stays.</summary>
internal sealed class RestoredSettings
{
    private const string Json = "*.json";
    private const int UsualPort = 1883; // Relay:BrokerPort, unless a box was told another

    private readonly UnpackedBackup _backup;
    private readonly string _folder;
    private readonly BoxSettings _lying, _all;

    /// <param name="folder">The folder with the box's own settings.</param>
    public RestoredSettings(UnpackedBackup backup, string folder)
    {
        (_backup, _folder) = (backup, folder);
        _lying = BoxSettings.ReadFiles(FilesOf(folder));
        var files = FilesOf(folder).ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
        foreach (string file in FilesOf(backup.SettingsFolder))
            files[Path.GetFileName(file)] = file;
        _all = BoxSettings.ReadFiles(files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value))
            .Under(Path.Combine(backup.Folder, BackupParts.HeadOfficeSettings));
    }

    /// <summary>Whose box this machine is by the settings that lie here; null: they do not say.</summary>
    public BoxIdentity? OwnerHere => (_lying["Store:Tenant"], _lying["Store:Code"], _lying["Store:Box"])
        is ({ Length: > 0 } tenant, { Length: > 0 } store, { Length: > 0 } box) ? new BoxIdentity(tenant, store, box) : null;

    /// <summary>Host of the broker that leads to head office; empty: there is no head office elsewhere.</summary>
    public string BrokerHost => _all["Relay:BrokerHost"];

    /// <summary>Its port.</summary>
    public int BrokerPort => ushort.TryParse(_all["Relay:BrokerPort"], out ushort port) && port > 0 ? port : UsualPort;

    /// <summary>The certificates for it; null: a plain connection.</summary>
    public BrokerTls? BrokerTls => _all["Relay:RootFile"].Length == 0 ? null
        : new BrokerTls(At("Relay:RootFile"), At("Relay:CertificateFile"), At("Relay:KeyFile"));

    private string At(string name) => _backup.FileOf(_all[name], _folder);

    private static string[] FilesOf(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, Json).Order(StringComparer.Ordinal)] : [];
}
