namespace EdgePos.Store;

/// <summary>
/// Gives the pieces to the promotions that compete for them, as is best for the customer. Promotions that have no
/// piece in common, not even by way of a third, cannot be in each other's way: each such contest is settled by itself.
/// </summary>
internal static class Competition
{
    public static void Settle(Trolley trolley, List<Rival> rivals, SearchSteps steps)
    {
        var takers = rivals.FindAll(static rival => rival.Booked.Shape != Shape.Piece);
        var floors = takers.Count == rivals.Count ? Floors.None : new Floors(trolley, rivals);
        if (takers.Count > 0)
        {
            int[] marks = trolley.Marks();
            foreach (var contenders in Apart(takers, marks))
                Plan.Best(new Contest(trolley, contenders, floors, marks), steps).Give(trolley, floors);
        }

        floors.GiveRest(trolley);
    }

    // Those that belong together, in the order of the first of each. The owners are zero before and after.
    private static List<List<Rival>> Apart(List<Rival> rivals, int[] owners)
    {
        if (rivals.Count == 1)
            return [rivals];
        int[] roots = new int[rivals.Count];
        for (int i = 0; i < rivals.Count; i++)
        {
            roots[i] = i;
            foreach (var part in rivals[i].Parts)
            {
                foreach (int lot in part)
                {
                    if (owners[lot] == 0)
                        owners[lot] = i + 1;
                    int a = RootOf(owners[lot] - 1), b = RootOf(i);
                    roots[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        foreach (var rival in rivals)
        {
            foreach (var part in rival.Parts)
            {
                foreach (int lot in part)
                    owners[lot] = 0;
            }
        }

        var apart = new List<List<Rival>>();
        int[] places = new int[rivals.Count];
        for (int i = 0; i < rivals.Count; i++)
        {
            int root = RootOf(i);
            if (root == i)
            {
                places[i] = apart.Count;
                apart.Add([]);
            }

            apart[places[root]].Add(rivals[i]);
        }

        return apart;

        int RootOf(int i)
        {
            while (roots[i] != i)
                i = roots[i] = roots[roots[i]];
            return i;
        }
    }
}
