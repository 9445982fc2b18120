using EdgePos.Register;
using EdgePos.V1;
using Spectre.Console;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A cashier at a screen, and what they answer when they are asked.</summary>
internal sealed class Hand : IDisposable
{
    private readonly StringWriter _screen = new();
    private readonly IAnsiConsole _console;
    private readonly Texts _texts = new("en");
    private readonly BoxClient _box;
    private readonly ReceiptBook _book = new("");

    public Hand(Daemon daemon, int register, params string[] answers)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_screen) });
        (_console.Profile.Width, _console.Profile.Height) = (100, 60);
        _box = new BoxClient(
            new BoxAddress(new Uri(daemon.Address), register, "en", TimeSpan.FromSeconds(30)), TimeProvider.System, new Random(1));
        var questions = new Questions(_console, new StringReader(string.Join('\n', answers)), _texts, "EUR", keys: false);
        Cashier = new Cashier(_box, _texts, _book, "EUR", TimeProvider.System, questions);
    }

    public Cashier Cashier { get; }

    public string Screen => _screen.ToString();

    public async Task<Outcome> Does(string line, OutcomeKind end)
    {
        var outcome = await Cashier.DoAsync(line, TestContext.Current.CancellationToken);
        Assert.True(outcome.Kind == end, $"{line}: {outcome}");
        return outcome;
    }

    public string[] Draw()
    {
        _screen.GetStringBuilder().Clear();
        new EdgePos.Register.Screen(_console, _texts, "S1").Draw(Cashier.Basket, null, null, null);
        return Screen.Split('\n');
    }

    public void Dispose()
    {
        _book.Dispose();
        _box.Dispose();
        _screen.Dispose();
    }
}
