using EdgePos.HeadOffice.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Head office is killed after it has committed and before the box has heard of it; on each of its databases.</summary>
public sealed class ConfirmLostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_head_office_that_is_killed_between_commit_and_confirmation_has_each_sale_once(bool postgres)
    {
        string database = postgres ? await PostgresServer.NewDatabaseAsync() : "";
        await using var broker = await SharedBroker.StartAsync();
        await using var line = new BadLine(broker.Port, seed: 1);
        await using var office = new HeadOfficeProgram(_folder.File("office"), line.Port, $"--HeadOffice:Database={database}").Start();
        await using var daemon = await new Daemon(_folder.File("data"), "--Devices:printer:Link=", "--HeadOffice:Embedded=false",
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={broker.Port}").StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        for (int round = 1; round <= 3; round++)
        {
            long before = (await daemon.UntilConfirmedAsync()).ConfirmedSeq;
            line.LosesAll = "/confirmed";
            await till.Sell("SOAP");
            await BooksCheck.UntilHeadOfficeHasAsync(office.Reports, before + 1);
            await office.KillAsync();
            Assert.Equal(before, (await daemon.StatusAsync()).ConfirmedSeq);
            line.LosesAll = "";
            office.Start();
            Assert.Equal(round, (await BooksCheck.HeadOfficeHoldsExactlyTheJournal(daemon, office.Reports)).Count);
        }

        Assert.Equal(0, (await office.Reports.FleetAsync(new FleetRequest())).Boxes[0].Behind);
    }
}
