namespace EdgePos.Provisioning;

/// <summary>Something that is looked at.</summary>
/// <param name="Name">Name of its finding in snake case. It stays: scripts go by it.</param>
/// <param name="Look">Looks; what it throws is a finding too. The token ends with the deadline.</param>
internal sealed record Check(string Name, Func<Patient, CancellationToken, Task<Finding>> Look)
{
    public Check(string name, Func<Patient, Finding> look) : this(name, (patient, _) => Task.FromResult(look(patient)))
    {
    }
}

/// <summary>All that the doctor looks at, in the order in which it is told. One more is one more row.</summary>
internal static class Checks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("daemon", DaemonCheck.LookAsync),
        new("settings", SettingsCheck.Look),
        new("data_folder", DataFolderCheck.Look),
        new("ledger", LedgerHeadCheck.Look),
        new("disk_room", DiskRoomCheck.Bytes),
        new("disk_files", DiskRoomCheck.Files),
        new("file_system", FileSystemCheck.Look),
        new("disk_errors", DiskErrorsCheck.Look),
        new("flash_wear", FlashWearCheck.Look),
        new("clock", ClockCheck.Look),
        new("broker_name", BrokerCheck.NameAsync),
        new("broker_port", BrokerCheck.PortAsync),
        new("backup", BackupFinding.Look),
        new("certificates", CertificatesCheck.Look),
        new("device_nodes", DeviceNodesCheck.Look),
        new("power", PowerCheck.Look),
        new("temperature", TemperatureCheck.Look),
        new("memory", MemoryCheck.Look),
    ];
}
