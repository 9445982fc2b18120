using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>
/// The good requests of the calls for registers and for backups, which need the same right; see <see cref="BadInputRequests"/>. What is
/// said with a code or with a certificate is spoiled where there are some: in PairingAttackTests and PairingTests.
/// </summary>
internal static class BadInputRegisters
{
    /// <summary>Calls that a demo, which has no certificates, cannot carry out twice.</summary>
    public static readonly string[] Elsewhere = ["Registers.Pair", "Registers.Renew"];

    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Registers.BeginPairing"] = [_ => Task.FromResult(new GoodRequest(Begin()))],
            ["Box.MakeBackup"] =
            [
                shop => Task.FromResult(new GoodRequest(
                    new MakeBackupRequest { Folder = shop.BackupFolder, PublicKey = shop.BackupKey, OwnDisk = true })),
            ],
            ["Registers.List"] = [_ => Task.FromResult(new GoodRequest(new ListRegistersRequest()))],
            ["Registers.Revoke"] =
            [
                async shop => new(new RevokeRegisterRequest
                {
                    CommandId = Till.NewId(), Register = await PairAsync(shop), Reason = "lost",
                }),
            ],
        };

    private static BeginPairingRequest Begin() =>
        new() { CommandId = Till.NewId(), Kind = RegisterKind.Kiosk, Name = "kiosk by the door", Register = 9_000 };

    private static async Task<int> PairAsync(BadInputShop shop)
    {
        using var folder = new TempFolder();
        var registers = new Registers.RegistersClient(shop.Daemon.Channel);
        var code = await registers.BeginPairingAsync(Begin(), Daemon.As(1));
        return await new PairingCall(new Uri(shop.Daemon.Address)).RunAsync(
            code.Code, code.Register, folder.File("register"), [], TimeProvider.System, CancellationToken.None);
    }
}
