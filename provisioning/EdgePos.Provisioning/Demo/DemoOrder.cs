namespace EdgePos.Provisioning;

/// <summary>What the demo is to do.</summary>
/// <param name="Gateway">The daemon's program.</param>
/// <param name="Register">The register's program.</param>
/// <param name="Data">Folder for its files.</param>
/// <param name="KeepOpen">True: the shop stays open afterwards, for somebody at a terminal.</param>
internal sealed record DemoOrder(string Gateway, string Register, string Data, bool KeepOpen);
