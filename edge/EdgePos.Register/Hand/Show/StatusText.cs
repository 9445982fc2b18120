using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>How the box is doing, in a sentence or two.</summary>
internal static class StatusText
{
    public static string Of(BoxStatus status, Texts texts)
    {
        string text = texts.Of(Say.Status, status.Store, status.Box, status.Version, status.Currency,
            status.JournalSeq, status.ConfirmedSeq, texts.Of(LinkOf(status.HeadOffice)), status.PrintJobs.Count);
        if (status.PrinterTrouble.Length > 0)
            text += " " + texts.Of(Say.StatusPrinter, status.PrinterTrouble);
        if (status.PriceBookTrouble.Length > 0)
            text += " " + texts.Of(Say.StatusPriceBook, status.PriceBookTrouble);
        return text;
    }

    private static Say LinkOf(LinkState link) => link switch
    {
        LinkState.Down => Say.LinkDown,
        LinkState.Waiting => Say.LinkWaiting,
        LinkState.Up => Say.LinkUp,
        LinkState.Forked => Say.LinkForked,
        _ => Say.LinkOff,
    };
}
