using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl labels, the program itself against the real daemon and a virtual label printer.</summary>
public sealed class LabelsVerbTests
{
    [Fact]
    public async Task Staff_see_what_is_due_print_it_and_say_what_hangs()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.Till.ImportUsual();
        Assert.Equal((0, "Noted as hanging: 2 labels; as taken down: 0 labels.\n"), await RunAsync(shop, "mark", "SOAP", "BREAD"));
        await shop.Till.Import(true, Till.Item("SOAP", "Soap", 240));
        var (code, output) = await RunAsync(shop, "due");
        Assert.Equal(0, code);
        Assert.Equal(
            """
            code                   hangs     to hang  name
            CHEESE                     -       14.99  Cheese
            COLA                       -        1.99  Cola 0,5 l
            SOAP                    2.50        2.40  Soap
            To print: 3 labels.

            """, output);
        (code, output) = await RunAsync(shop, "print");
        Assert.Equal((0, "3 of 3 labels"), (code, output.Split('\n')[^2]));
        Assert.Equal(3, shop.Labels().Count);
        Assert.Equal((0, "No label is due.\n"), await RunAsync(shop, "due"));
        Assert.Equal((0, "1 of 1 label"), await LastLineAsync(shop, "print", "COLA", "--printer", "labels"));

        await shop.Till.Import(false, Till.Item("SOAP", "Soap", 240));
        (code, output) = await RunAsync(shop, "due");
        Assert.Contains("To take down, for it is no longer sold: 3 labels.\n", output, StringComparison.Ordinal);
        Assert.Equal((0, "Noted as hanging: 0 labels; as taken down: 3 labels.\n"), await RunAsync(shop, "mark"));
    }

    [Fact]
    public async Task A_printer_that_cannot_print_is_told_with_exit_code_1_and_a_wrong_one_too()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.Till.ImportUsual();
        shop.Printer.Change(headOpen: true);
        Assert.Equal((1, "0 of 4 labels: the head is open"), await LastLineAsync(shop, "print"));
        Assert.Equal((1, "edgeposctl: De box heeft geen apparaat nowhere."), await LastLineAsync(shop, "print", "--printer", "nowhere"));
        Assert.Equal((1, "edgeposctl: NOTHING staat niet in het prijzenboek."), await LastLineAsync(shop, "print", "NOTHING"));
        Assert.Equal(64, (await RunAsync(shop, "due", "--at", "soon")).ExitCode);
    }

    private static async Task<(int ExitCode, string Line)> LastLineAsync(LabelShop shop, params string[] verb)
    {
        var (code, output) = await RunAsync(shop, verb);
        return (code, output.TrimEnd('\n').Split('\n')[^1]);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(LabelShop shop, params string[] verb)
    {
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.Edgeposctl, "", ["labels", .. verb, "--gateway", shop.Daemon.Address, "--register", "1"]);
        return (code, output.TrimEnd('\n') + "\n");
    }
}
