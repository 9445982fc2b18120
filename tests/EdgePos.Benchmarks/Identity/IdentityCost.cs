using EdgePos.V1;
using Grpc.Net.Client;

namespace EdgePos.Benchmarks;

/// <summary>What it costs that nobody gets in who does not belong: mutual TLS, and renewing certificates.</summary>
internal static class IdentityCost
{
    private const int PlainPort = 5381, PairedPort = 5382, NobodysPort = 5383;
    private const int Registers = 50, Items = 10_000;
    private const int Before = 2_000, Echoes = 1_000, Connections = 40;
    private const int WarmSales = 100, SalesOfRound = 60;

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMilliseconds(60);

    public static async Task RunAsync(Pairs pairs, BenchTable table, string gateway, string folder, int rounds, CancellationToken stop)
    {
        await using var plain = await BenchBox.StartAsync(
            gateway, Path.Combine(folder, "plain"), PlainPort, NobodysPort, stop, "--HeadOffice:Embedded=false");
        await using var paired = await PairedBox.StartAsync(gateway, Path.Combine(folder, "paired"), PairedPort, stop);
        var registers = new List<RegisterIdentity>();
        for (int number = 1; number <= Registers; number++)
            registers.Add(await paired.PairAsync(number, stop));

        using var channel = paired.ChannelOf(registers[0]);
        var box = paired.As(channel);
        await box.ImportAsync(BenchBook.Parts(Items, 0));
        await EchoAsync(pairs, plain, Before);
        await EchoAsync(pairs, box, Before);
        await pairs.FiguresAsync("p50 of a call that touches no disk over mutual TLS, to the same without TLS", "us",
            () => EchoAsync(pairs, box, Echoes), () => EchoAsync(pairs, plain, Echoes));
        await pairs.FiguresAsync("p50 of connecting and a first call over mutual TLS, to the same without TLS", "us",
            () => ConnectAsync(pairs, () => paired.ChannelOf(registers[0]), paired.As),
            () => ConnectAsync(pairs, () => GrpcChannel.ForAddress($"http://127.0.0.1:{PlainPort}"), plain.Over));
        await RenewAsync(table, paired, box, registers, rounds, stop);
    }

    private static async Task<double> EchoAsync(Pairs pairs, BenchBox box, int times)
    {
        var all = new List<double>();
        for (int i = 0; i < times; i++)
            all.Add(await pairs.MicrosAsync(box.EchoAsync));
        return BenchTable.Median(all);
    }

    private static async Task<double> ConnectAsync(Pairs pairs, Func<GrpcChannel> connect, Func<GrpcChannel, BenchBox> over)
    {
        var all = new List<double>();
        for (int i = 0; i < Connections; i++)
        {
            using var channel = connect();
            all.Add(await pairs.MicrosAsync(over(channel).EchoAsync));
        }

        return BenchTable.Median(all);
    }

    // All fifty within the three seconds of a round, over connections that they have: a shop's registers do so within ten days.
    private static async Task RenewAsync(
        BenchTable table, PairedBox paired, BenchBox box, List<RegisterIdentity> registers, int rounds, CancellationToken stop)
    {
        PacedShop idle = new(box, stop), busy = new(box, stop);
        List<GrpcChannel> channels = [.. registers.Select(paired.ChannelOf)];
        foreach (var channel in channels)
            await channel.ConnectAsync(stop);
        await new PacedShop(box, stop).SellAsync(WarmSales);
        for (int round = 0; round < rounds; round++)
        {
            await idle.SellAsync(SalesOfRound);
            var renewing = RenewAllAsync(registers, channels, stop);
            await busy.SellAsync(SalesOfRound);
            await renewing;
        }

        channels.ForEach(channel => channel.Dispose());
        table.Add($"p99 of a sale while {Registers} registers renew their certificates, to idle", "us",
            BenchTable.Percentile(busy.Sales, 99), BenchTable.Percentile(idle.Sales, 99), Goal.Most(1.2));
        table.Add("p50 of the same", "us", BenchTable.Median(busy.Sales), BenchTable.Median(idle.Sales), Goal.Most(1.1));
    }

    private static async Task RenewAllAsync(List<RegisterIdentity> registers, List<GrpcChannel> channels, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(BetweenRenewals, TimeProvider.System);
        foreach (var (register, channel) in registers.Zip(channels))
        {
            await pace.WaitForNextTickAsync(stop);
            await register.RenewAsync(new Registers.RegistersClient(channel), new(cancellationToken: stop));
        }
    }
}
