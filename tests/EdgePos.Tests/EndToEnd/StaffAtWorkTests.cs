using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A day of staff with the real programs: the register, the technician's tool, the box and its head office.</summary>
public sealed class StaffAtWorkTests
{
    [Fact]
    public async Task A_cashier_signs_in_sells_and_has_a_discount_allowed_and_the_auditor_sees_who_did_what()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.EnterAsync("3", 2);
        await new Till(shop.Daemon, 2).ImportUsual();
        await shop.ChoosePinAsync("2");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("day.txt"), $"""
            SOAP
            signin 1 {StaffShop.StartPin}
            newpin 1 {StaffShop.StartPin} {StaffShop.Pin}
            signin 1 {StaffShop.Pin}
            clock in
            SOAP
            discount 50% damaged
            approve 1 {StaffShop.Pin}
            discount 50% damaged
            approve 2 {StaffShop.Pin}
            discount 50% damaged
            cash

            clock out
            signout
            SOAP
            quit
            """, TestContext.Current.CancellationToken);
        var (_, output) = await shop.Daemon.RegisterAsync("", "--script", folder.File("day.txt"), "--register", "1");
        Assert.Contains("Sign in first.", output, StringComparison.Ordinal);
        Assert.Contains("This PIN was only to begin with.", output, StringComparison.Ordinal);
        Assert.Contains("1 Cas Kassier is signed in (cashier).", output, StringComparison.Ordinal);
        Assert.Contains("Employee 1 is in.", output, StringComparison.Ordinal);
        Assert.Contains("This needs approval", output, StringComparison.Ordinal);
        Assert.Contains("Your role does not let you allow this.", output, StringComparison.Ordinal);
        Assert.Contains("Nobody is signed in here.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(StaffShop.Pin, output, StringComparison.Ordinal);
        Assert.Single(new EdgePos.Ledger.LedgerReader(shop.Daemon.LedgerFile).Entries(0, 10_000, long.MaxValue),
            entry => entry.Header.Kind.EndsWith("SaleCompleted", StringComparison.Ordinal) && entry.Header.Employee == "1");

        string audit = await ToolAsync(shop, "audit", "--at-register", "1");
        Assert.Contains("ApprovalGiven", audit, StringComparison.Ordinal);
        Assert.Contains("\"approved_by\": \"2\"", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(StaffShop.Pin, audit, StringComparison.Ordinal);
        Assert.DoesNotContain("ApprovalGiven", await ToolAsync(shop, "audit", "--kind", "TimeClocked"), StringComparison.Ordinal);
        string hours = await ToolAsync(shop, "staff", "hours");
        Assert.Contains("1: 0:00 hours", hours, StringComparison.Ordinal);
        Assert.Contains("sound", await ToolAsync(shop, "ledger", "verify", "--ledger", shop.Daemon.LedgerFile), StringComparison.Ordinal);
        Assert.Matches("begins with [0-9]{6},", await ToolAsync(shop, "staff", "reset-pin", "1"));
        var (refused, why) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["audit", "--gateway", shop.Daemon.Address]);
        Assert.Equal(1, refused);
        Assert.Contains("Sign in first.", why, StringComparison.Ordinal);
    }

    // At the back office the manager is signed in.
    private static async Task<string> ToolAsync(StaffShop shop, params string[] verb)
    {
        string[] where = verb[0] == "ledger" ? [] : ["--gateway", shop.Daemon.Address, "--register", "2"];
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", [.. verb, .. where]);
        Assert.True(code == 0, output);
        return output;
    }
}
