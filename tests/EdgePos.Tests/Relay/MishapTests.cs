using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>
/// The mishaps that the relay is made for, each by its name and at its moment; <see cref="BadLineTests"/> has them at random. After
/// each head office has the journal, entry by entry and hash by hash, and each sale once.
/// </summary>
[Collection(nameof(Alone))]
public sealed class MishapTests
{
    private const int Some = 60;

    [Fact]
    public async Task A_broker_that_restarts_with_its_queue_lost()
    {
        await using var chain = await SettledAsync();
        chain.OfficeLine.Weather = new Weather("silent") { BlackHole = 1000 };
        await chain.SellAsync(Some);
        await chain.RestartBrokerAsync();
        Assert.True(chain.Reader.Confirmed() < chain.Reader.Head().Seq);
        await chain.SettleAsync("the queue is lost");
    }

    [Fact]
    public async Task A_broker_that_acknowledges_and_forgets()
    {
        await using var chain = await SettledAsync();
        long before = chain.Committed;
        chain.BoxLine.Weather = new Weather("acknowledges and forgets all") { Forgotten = 1000 };
        int troubles = chain.BoxLine.Troubles;
        await chain.SellAsync(Some);
        await RelayChain.UntilAsync(() => chain.BoxLine.Troubles > troubles + 3, () => "it acknowledges nothing");
        Assert.Equal((before, before), (chain.Committed, chain.Reader.Confirmed()));
        await chain.SettleAsync("all that it acknowledged was forgotten");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_head_office_that_ends_between_commit_and_confirmation(bool postgres)
    {
        await using var chain = await SettledAsync(postgres ? await PostgresServer.NewDatabaseAsync() : "");
        long before = chain.Reader.Confirmed();
        chain.OfficeLine.LosesAll = "/confirmed";
        await chain.SellAsync(Some);
        await RelayChain.UntilAsync(() => chain.Committed > before, () => "nothing is committed");
        await chain.RestartHeadOfficeAsync();
        Assert.Equal(before, chain.Reader.Confirmed());
        chain.OfficeLine.LosesAll = "";
        await chain.SettleAsync("it ended in between");
    }

    [Fact]
    public async Task A_head_office_that_is_restored_from_yesterdays_backup_asks_again_from_there()
    {
        await using var chain = await SettledAsync();
        chain.BackUpHeadOffice();
        long yesterday = chain.Committed;
        await chain.SellAsync(Some);
        await chain.SettleAsync("a day later");
        await chain.RestoreHeadOfficeAsync();
        Assert.True(chain.Reader.Confirmed() >= yesterday + Some); // the box gives again what was confirmed to it
        await chain.SettleAsync("restored");
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-3, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -3)]
    [InlineData(400, -400)]
    public async Task Clocks_that_jump_by_days_while_it_relays_and_back_again(int boxDays, int officeDays)
    {
        await using var chain = await SettledAsync();
        for (int i = 0; i < 3; i++)
        {
            (chain.BoxClock.WrongBy, chain.OfficeClock.WrongBy) = (TimeSpan.FromDays(boxDays), TimeSpan.FromDays(officeDays));
            await chain.SellAsync(Some / 3);
            (chain.BoxClock.WrongBy, chain.OfficeClock.WrongBy) = (TimeSpan.Zero, TimeSpan.Zero);
            await chain.SellAsync(Some / 3);
        }

        chain.BoxClock.WrongBy = TimeSpan.FromDays(boxDays);
        await chain.RestartRelayAsync();
        await chain.RestartHeadOfficeAsync();
        await chain.SellAsync(Some / 3);
        await chain.SettleAsync("the clocks have jumped");
    }

    private static async Task<RelayChain> SettledAsync(string database = "")
    {
        var chain = await RelayChain.StartAsync(1, database);
        await chain.SellAsync(Some);
        await chain.SettleAsync("before anything happens");
        return chain;
    }
}
