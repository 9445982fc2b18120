namespace EdgePos.Devices;

/// <summary>The sentences for what hinders a weighing.</summary>
internal static class Hindrances
{
    /// <param name="detail">What the scale or the link said; may be empty.</param>
    public static NoWeighing Of(WeighHindrance why, string detail = "")
    {
        var (sentence, advice) = Texts(why);
        return new NoWeighing(why, detail.Length == 0 ? sentence : $"{sentence}: {detail}", advice);
    }

    private static (string Sentence, string Advice) Texts(WeighHindrance why) => why switch
    {
        WeighHindrance.Offline =>
            ("the scale cannot be reached", "is it switched on and plugged in? The box finds it again by itself"),
        WeighHindrance.InMotion => ("what lies on the scale moves", "wait until it lies still"),
        WeighHindrance.NotSettled => ("the scale did not come to rest", "take hands and bags off it and weigh again"),
        WeighHindrance.Zero => ("nothing lies on the scale", "put the goods on it"),
        WeighHindrance.BelowZero => ("the scale shows less than nothing", "empty it and set it to zero; is the packing right?"),
        WeighHindrance.BelowMinimum => ("it is less than the scale may weigh for trade", "weigh more at a time, or on a finer scale"),
        WeighHindrance.Overload => ("more lies on the scale than it can weigh", "take some off and weigh it in parts"),
        WeighHindrance.SameWeighing => ("this was weighed already", "take it off, wait for zero, and put the next goods on"),
        WeighHindrance.NoSense => ("the scale's answers make no sense", "check speed and format of its line, and its protocol"),
        WeighHindrance.WrongUnit => ("the scale does not weigh in kilograms", "set it to kg"),
        WeighHindrance.Silent => ("the scale gives no weight", "it is empty, or nothing has changed since it was asked last"),
        WeighHindrance.Failed => ("the scale says that it is faulty", "empty it, switch it off and on; else call its maker"),
        WeighHindrance.TareTwice =>
            ("packing was typed in, and the scale has taken some off itself", "clear the tare of the scale, or type none"),
        WeighHindrance.TareRefused => ("the scale refuses the packing", "type it again, in its steps"),
        WeighHindrance.PriceRefused => ("the scale weighs with a price only", "choose goods with a price for a kilogram"),
        WeighHindrance.KeyRefused =>
            ("the scale does not accept this box", "the key of the scale's maker in the settings is missing or wrong"),
        WeighHindrance.Busy => ("too many ask the scale at once", "try again"),
    };
}
