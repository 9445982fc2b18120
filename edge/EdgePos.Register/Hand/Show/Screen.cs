using EdgePos.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgePos.Register;

/// <summary>Draws the screen of a register: the basket, what it costs in big figures, the last word of the box.</summary>
/// <param name="title">Store and register.</param>
internal sealed class Screen(IAnsiConsole console, Texts texts, string title)
{
    // What is not basket: borders, heading, figures, message, hint, reminder, command line.
    private const int RowsBesideLines = 19;
    private const int FiguresAlways = 3;

    private readonly LinesTable _lines = new(texts);
    private readonly Figures _figures = new(texts);

    /// <summary>Draws it all anew.</summary>
    /// <param name="basket">Null: none is open.</param>
    /// <param name="sold">The sale just made, shown while no basket is open.</param>
    /// <param name="last">How the last command ended; null: none yet.</param>
    /// <param name="reminder">True to show how to type, for a cashier; a customer's display has none.</param>
    public void Draw(Basket? basket, Receipt? sold, Outcome? last, Say? reminder)
    {
        console.Clear();
        var words = Words(basket).ToList();
        int besides = RowsBesideLines + words.Count + _figures.Small(basket, sold).Count() - FiguresAlways;
        console.Write(last is { Paper.Length: > 0 } ? Paper(last.Paper) : Lines(basket, Math.Max(3, console.Profile.Height - besides)));
        if (words.Count > 0)
            console.Write(new Rows(words));
        console.Write(_figures.Draw(basket, sold));
        if (last is not null)
            console.Write(Word(last));
        if (reminder is { } say)
            console.Write(new Rule($"[grey]{Markup.Escape(texts.Of(say))}[/]") { Justification = Justify.Left, Style = Color.Grey });
    }

    private Panel Paper(string paper) => Framed(new Text(paper), Color.White);

    private Panel Lines(Basket? basket, int room) => basket is null || basket.Lines.Count == 0
        ? Framed(new Text($"\n{texts.Of(Say.EmptyBasket)}\n", Color.Grey) { Justification = Justify.Center }, Color.Blue)
        : Framed(_lines.Draw(basket, room), Color.Blue);

    private IEnumerable<IRenderable> Words(Basket? basket) => basket is null ? [] :
    [
        .. BasketWords.Warnings(basket, texts).Select(text => OneRow($" ! {text}", Color.Red)),
        .. BasketWords.Facts(basket, texts).Select(text => OneRow($"   {text}", Color.Blue)),
        .. BasketWords.Hints(basket, texts).Select(text => OneRow($" + {text}", Color.Green)),
    ];

    private static Text OneRow(string text, Color colour) => new(text, colour) { Overflow = Overflow.Ellipsis };

    private static Rows Word(Outcome last)
    {
        var (sign, colour) = last.Kind switch
        {
            OutcomeKind.Done => ("✓", Color.Green),
            OutcomeKind.Unanswered => ("!", Color.Yellow),
            _ => ("✗", Color.Red),
        };
        var message = new Text($" {sign} {last.Message}", new Style(colour, decoration: Decoration.Bold));
        return new Rows(message, last.Hint.Length > 0 ? new Text($"   {last.Hint}") : Text.Empty);
    }

    private Panel Framed(IRenderable content, Color border) => new(content)
    {
        Header = new PanelHeader($" [bold]{Markup.Escape(title)}[/] "),
        Border = BoxBorder.Rounded,
        BorderStyle = border,
        Expand = true,
    };
}
