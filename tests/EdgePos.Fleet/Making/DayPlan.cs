namespace EdgePos.Fleet;

/// <summary>What happens in a store.</summary>
internal enum Happening : byte
{
    JournalBegun,
    GoodsCame,
    TillOpened,
    PaymentRequested,
    PaymentEnded,
    CardSale,
    CashSale,
    Return,
    GoodsSpoilt,
    CashToSafe,
    TillClosed,
}

/// <summary>Something that happens on a day.</summary>
/// <param name="AtMs">When, milliseconds after midnight.</param>
/// <param name="Number">Which of its kind.</param>
/// <param name="What">What.</param>
/// <param name="Register">At which register; 0: at the box.</param>
internal readonly record struct Planned(int AtMs, int Number, Happening What, byte Register);

/// <summary>
/// The day of a store: opening hours, the rush at noon and before dinner, more on Saturday. Groceries have no times in their data,
/// so their hours are assumed; those of gift shops are the hours of the real invoices.
/// </summary>
internal static class DayPlan
{
    /// <summary>Sales that pay by card at the box's terminal: a stated assumption.</summary>
    public const double CardShare = 0.75;

    /// <summary>Of a grocery's sales: those that bring something back, a stated assumption.</summary>
    public const double GroceryReturnShare = 0.015;

    /// <summary>The busiest day of a week, to the average one.</summary>
    public const double BusiestDay = 1.4;

    private const int Hour = 3_600_000, Minute = 60_000;
    private const int BetweenSalesMs = 25_000; // at one register
    private const int GroceryOpens = 7 * Hour;

    // From Sunday; they average 1.
    private static readonly double[] WeekDays = [0.9, 0.85, 0.85, 0.9, 0.95, 1.15, BusiestDay];

    private static readonly double[] GroceryHours =
        [0, 0, 0, 0, 0, 0, 0, 0.3, 0.6, 0.8, 0.9, 1.0, 1.4, 1.1, 0.8, 0.9, 1.3, 1.8, 1.5, 0.9, 0.5, 0, 0, 0];

    /// <summary>The busiest hour of a grocery, as a share of its day.</summary>
    public static double BusiestHour => GroceryHours.Max() / GroceryHours.Sum();

    /// <summary>All that happens, in order.</summary>
    public static Planned[] Of(FleetPlan plan, StoreProfile store, int day)
    {
        var dice = Dice.Of(plan.Seed, Matter.Day, store.Number, day);
        var hours = store.IsGrocery ? GroceryHours : plan.Baskets.InvoiceHours;
        double wanted = plan.Trade * store.SalesADay * WeekDays[(int)plan.FirstDay.AddDays(day).DayOfWeek] * (0.85 + (0.3 * dice.Share()));
        int[] times = TimesOf(hours, (int)Math.Round(wanted), ref dice);
        var all = new List<Planned>((times.Length * 3) + 64);
        int opens = store.IsGrocery ? GroceryOpens : FirstHour(hours) * Hour;
        int closes = Sell(all, store, times, ref dice) + (10 * Minute);
        if (day == 0)
            all.Add(new Planned(opens - (40 * Minute), 0, Happening.JournalBegun, 0));
        for (int i = 0; i < (store.IsGrocery ? 2 : 1); i++)
            all.Add(new Planned(opens - (30 * Minute) + (i * 3 * Hour), i, Happening.GoodsCame, 0));
        for (int i = 0, spoilt = store.IsGrocery ? dice.Next(4) : 0; i < spoilt; i++)
            all.Add(new Planned(opens + dice.Next(10 * Hour), i, Happening.GoodsSpoilt, 0));
        for (byte register = 1; register <= store.Registers; register++)
        {
            all.Add(new Planned(opens - (10 * Minute) + (register * 1000), register, Happening.TillOpened, register));
            all.Add(new Planned(opens + (7 * Hour) + dice.Next(Hour), register, Happening.CashToSafe, register));
            all.Add(new Planned(Math.Max(closes, opens + (9 * Hour)) + (register * 5000), register, Happening.TillClosed, register));
        }

        var inOrder = all.Select(one => one with { AtMs = one.AtMs + store.LaterMs }).ToArray();
        Array.Sort(inOrder, (a, b) => (a.AtMs, a.What, a.Register, a.Number).CompareTo((b.AtMs, b.What, b.Register, b.Number)));
        return inOrder;
    }

    // Whichever register has been free for longest takes the next customer; where all are busy they wait.
    private static int Sell(List<Planned> all, StoreProfile store, int[] times, ref Dice dice)
    {
        int[] free = new int[store.Registers + 1];
        int last = 0;
        for (int number = 0; number < times.Length; number++)
        {
            int register = 1;
            for (int other = 2; other <= store.Registers; other++)
                register = free[other] < free[register] ? other : register;
            int at = Math.Max(times[number], free[register]);
            (free[register], last) = (at + BetweenSalesMs, Math.Max(last, at));
            bool back = dice.Falls(store.IsGrocery ? GroceryReturnShare : RealBaskets.InvoiceReturnShare);
            int talks = dice.Between(6_000, 15_000), prints = dice.Between(300, 1_200);
            if (!back && dice.Falls(CardShare))
            {
                all.Add(new Planned(at - talks, number, Happening.PaymentRequested, (byte)register));
                all.Add(new Planned(at - prints, number, Happening.PaymentEnded, (byte)register));
                all.Add(new Planned(at, number, Happening.CardSale, (byte)register));
            }
            else
            {
                all.Add(new Planned(at, number, back ? Happening.Return : Happening.CashSale, (byte)register));
            }
        }

        return last;
    }

    private static int[] TimesOf(IReadOnlyList<double> hours, int count, ref Dice dice)
    {
        double sum = hours.Sum();
        int[] times = new int[count];
        for (int i = 0; i < count; i++)
        {
            double at = dice.Share() * sum;
            int hour = 0;
            while (at >= hours[hour])
                at -= hours[hour++];
            times[i] = (hour * Hour) + dice.Next(Hour);
        }

        Array.Sort(times);
        return times;
    }

    private static int FirstHour(IReadOnlyList<double> hours) => hours.Select((share, hour) => share > 0 ? hour : 24).Min();
}
