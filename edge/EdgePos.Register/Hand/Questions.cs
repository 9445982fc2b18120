using System.Globalization;
using System.Text;
using EdgePos.Files;
using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>Asks the cashier what the box needs to know before it does what was asked.</summary>
/// <param name="keys">True: a PIN is read key by key and not shown; false: it is read as a line.</param>
internal sealed class Questions(IAnsiConsole console, TextReader input, Texts texts, string currency, bool keys)
{
    // A wrong PIN is typed again; what the box refuses twice is for the cashier to think about.
    private const int ApprovalTries = 3;

    /// <summary>Asks about a refused command, and puts what was said into it.</summary>
    /// <returns>True: it is worth sending again.</returns>
    public async Task<bool> AnswerAsync(Refusal no, BasketCommand command, CancellationToken stop)
    {
        string topic = no.IsAboutApproval ? Refusal.ApprovalNeeded : no.Reason;
        int asked = command.Asked[topic] = command.Asked.GetValueOrDefault(topic) + 1;
        switch (topic, command.Scan)
        {
            case (Refusal.ApprovalNeeded, _) when asked <= ApprovalTries:
                return await ApprovalAsync(no, command, stop);
            case (Refusal.AgeCheckNeeded, { } scan) when asked == 1:
                return await AgeAsync(no, scan, stop);
            case (Refusal.PriceNeeded, { } scan) when asked == 1:
                return await PriceAsync(no, scan, stop);
            case (Refusal.SerialNeeded, { } scan) when asked == 1:
                scan.Serial = await AskAsync(no, Say.AskSerial, stop);
                return scan.Serial.Length > 0;
            case (Refusal.GiftCardNeeded, { } scan) when asked == 1:
                scan.Serial = await AskAsync(no, Say.AskGiftCard, stop);
                return scan.Serial.Length > 0;
            case (_, null) when asked == 1 && no.Offer is { } offer && command.Payment is { } payment:
                return await OfferAsync(no, offer, payment, stop);
            default:
                return false;
        }
    }

    /// <summary>Says something that needs no answer.</summary>
    public void Tell(string text) => console.MarkupLine($"   [grey]{Markup.Escape(text)}[/]");

    // The box takes less than was typed, such as what is left on a gift card.
    private async Task<bool> OfferAsync(Refusal no, Money offer, AddTenderRequest payment, CancellationToken stop)
    {
        string said = await AskAsync(no, Say.AskOffer, stop, texts.Money(offer));
        if (said.ToLowerInvariant() is not ("y" or "j" or "yes" or "ja"))
            return false;
        payment.Amount = offer;
        return true;
    }

    /// <summary>Asks for a PIN, which is not shown.</summary>
    public async Task<string> PinAsync(CancellationToken stop)
    {
        console.Markup($"   {Markup.Escape(texts.Of(Say.AskPin))} ");
        return keys ? await HiddenAsync(stop) : await LineAsync(stop);
    }

    private async Task<bool> ApprovalAsync(Refusal no, BasketCommand command, CancellationToken stop)
    {
        string name = await AskAsync(no, Say.AskApprover, stop);
        if (name.Length == 0)
            return false;
        string pin = await PinAsync(stop);
        command.Approval = $"{name}:{pin}";
        return pin.Length > 0 && Ascii.IsValid(command.Approval);
    }

    // Y or J: the cashier has looked. A day: the box works out the age.
    private async Task<bool> AgeAsync(Refusal no, AddItemRequest scan, CancellationToken stop)
    {
        while (true)
        {
            string said = await AskAsync(no, Say.AskAge, stop);
            if (said.ToLowerInvariant() is "" or "n" or "no" or "nee")
                return false;
            if (said.ToLowerInvariant() is "y" or "j" or "yes" or "ja")
            {
                scan.AgeSeen = true;
                return true;
            }

            if (DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                scan.BirthDate = said;
                return true;
            }
        }
    }

    private async Task<bool> PriceAsync(Refusal no, AddItemRequest scan, CancellationToken stop)
    {
        while (await AskAsync(no, Say.AskPrice, stop) is { Length: > 0 } said)
        {
            if (!Amounts.TryParseTyped(said, currency, out var price))
                continue;
            scan.UnitPrice = price;
            return true;
        }

        return false;
    }

    private async Task<string> AskAsync(Refusal no, Say what, CancellationToken stop, params object[] args)
    {
        console.MarkupLine($" [yellow bold]? {Markup.Escape(no.Sentence)}[/]");
        console.Markup($"   {Markup.Escape(texts.Of(what, args))} ");
        return await LineAsync(stop);
    }

    // Reading a terminal cannot be cancelled: Ctrl-C ends the wait, and the read with the process.
    private async Task<string> LineAsync(CancellationToken stop) =>
        (await input.ReadLineAsync(stop).AsTask().WaitAsync(stop))?.Trim() ?? "";

    private async Task<string> HiddenAsync(CancellationToken stop)
    {
        var pin = new StringBuilder();
        while (await console.Input.ReadKeyAsync(intercept: true, stop) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                pin.Length = Math.Max(0, pin.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                pin.Append(key.KeyChar);
        }

        console.WriteLine();
        return pin.ToString();
    }
}
